"""Afterglow's saved models in PySpark.

`pyspark.ml.PipelineModel.load` knows Spark's own stages alone and fails on the text stage of a
saved model; the JVM knows it. Start PySpark with the jar: `--jars target/afterglow.jar`.

    from afterglow_model import transform
    scored = transform(spark, "OUT/model", posts)   # posts has a column `text`; adds `probability`
"""

from pyspark.sql import DataFrame, SparkSession


def transform(spark: SparkSession, folder: str, texts: DataFrame) -> DataFrame:
    """The texts with the columns features, rawPrediction, probability and prediction."""
    model = spark._jvm.org.apache.spark.ml.PipelineModel.load(folder)
    return DataFrame(model.transform(texts._jdf), spark)
