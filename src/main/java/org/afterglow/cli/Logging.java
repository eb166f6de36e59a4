package org.afterglow.cli;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;

/**
 * What Spark and Hadoop may say. Set by program, so that it holds under any launcher and needs no
 * file on a cluster; a configuration that the user names by {@code -Dlog4j2.configurationFile} is
 * left alone.
 */
final class Logging {
  /**
   * These print the stack trace of a failed task or write as an error before the failure itself
   * arrives as an exception, which says it once; or, while Spark stops after it, that a message
   * came too late.
   */
  private static final List<String> REPEATERS =
      List.of(
          "org.apache.spark.TaskContextImpl",
          "org.apache.spark.executor.Executor",
          "org.apache.spark.scheduler.TaskSetManager",
          "org.apache.spark.scheduler.TaskSchedulerImpl",
          "org.apache.spark.scheduler.DAGScheduler",
          "org.apache.spark.sql.execution.datasources.FileFormatWriter",
          "org.apache.spark.internal.io.SparkHadoopWriter",
          "org.apache.spark.rpc.netty.Inbox",
          "org.apache.spark.storage.DiskBlockObjectWriter",
          "org.apache.spark.util.Utils",
          "org.apache.spark.util.SparkUncaughtExceptionHandler",
          "org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator");

  private Logging() {}

  /** Nothing but errors, where there is no session and Spark has not set up logging. */
  static void setQuiet() {
    if (System.getProperty("log4j2.configurationFile") == null
        && System.getProperty("log4j.configurationFile") == null) {
      Configurator.setRootLevel(Level.ERROR);
    }
  }

  /** Errors alone, a line each; or, if verbose, all that Spark says. */
  static void set(boolean verbose) {
    if (System.getProperty("log4j2.configurationFile") != null
        || System.getProperty("log4j.configurationFile") != null) {
      return;
    }
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.ERROR).setConfigurationName("afterglow");
    builder.add(
        builder
            .newAppender("err", "Console")
            .addAttribute("target", "SYSTEM_ERR")
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute(
                        "pattern",
                        verbose ? "%d{HH:mm:ss} %p %c{1}: %m%n%ex" : "%p %c{1}: %m%n%ex{0}")));
    builder.add(
        builder
            .newRootLogger(verbose ? Level.INFO : Level.ERROR)
            .add(builder.newAppenderRef("err")));
    if (!verbose) {
      REPEATERS.forEach(name -> builder.add(builder.newLogger(name, Level.OFF)));
    }
    // Spark sets up logging once, by its own file if it finds nothing else; under spark-submit it
    // has done so before, and does it again at the next message. So first Spark, then this.
    SparkContext$.MODULE$.initializeLogIfNecessary(false, true);
    // The loggers that Spark's classes have: under spark-submit ours come from another class
    // loader.
    LoggerContext context =
        (LoggerContext) LogManager.getContext(SparkContext.class.getClassLoader(), false);
    context.reconfigure(builder.build());
  }
}
