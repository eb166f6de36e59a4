package org.afterglow;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The walls between the rooms that CONTRIBUTING.md names. */
class ArchitectureTest {
  /** A room may use those before it. */
  private static final List<String> ROOMS =
      List.of(
          "post",
          "spark",
          "text",
          "statistics",
          "archive.packing",
          "archive.markup",
          "archive",
          "archive.table",
          "archive.json",
          "archive.xml",
          "archive.web",
          "archive.reading",
          "campaign",
          "decay",
          "simulate",
          "classify",
          "table",
          "ingest",
          "job.acts",
          "job.contrast",
          "job.people",
          "job.curve",
          "job.claim",
          "job.claim.answers",
          "job.claim.feeds",
          "job.claim.asks",
          "job.claim.silences",
          "job.claim.venues",
          "job.claim.reach",
          "job.find",
          "job.draw",
          "job",
          "report",
          "cli");

  private static final List<String> WITHOUT_SPARK =
      List.of("post", "archive..", "text", "campaign", "decay", "statistics", "simulate");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.afterglow");

  @Test
  void everyClassIsInARoom() {
    assertThat(CLASSES).isNotEmpty();
    List<String> packages = new ArrayList<>(List.of("org.afterglow"));
    ROOMS.forEach(room -> packages.add("org.afterglow." + room));
    classes().should().resideInAnyPackage(packages.toArray(String[]::new)).check(CLASSES);
  }

  @Test
  void aRoomUsesOnlyThoseBeforeIt() {
    for (int i = 0; i < ROOMS.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage("org.afterglow." + ROOMS.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOMS.subList(i + 1, ROOMS.size()).stream()
                  .map(room -> "org.afterglow." + room)
                  .toArray(String[]::new))
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void roomsFormNoCycles() {
    slices().matching("org.afterglow.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noClaimKnowsOfAnother() {
    slices().matching("org.afterglow.job.claim.(*)").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void howFormatsReadIsNobodyElsesBusiness() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.afterglow.archive..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.afterglow.archive.packing",
            "org.afterglow.archive.markup",
            "org.afterglow.archive.json",
            "org.afterglow.archive.xml",
            "org.afterglow.archive.web")
        .check(CLASSES);
  }

  @Test
  void formatsRulesAndEstimatorsKnowNothingOfSpark() {
    noClasses()
        .that()
        .resideInAnyPackage(
            WITHOUT_SPARK.stream().map(room -> "org.afterglow." + room).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..", "org.apache.hadoop..")
        .check(CLASSES);
  }

  @Test
  void onlyTheProgramPrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.afterglow.cli")
        .should(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  @Test
  void onlyTheProgramExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.afterglow.cli")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void onlyTheProgramMakesASession() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.afterglow.cli")
        .should()
        .callMethodWhere(
            target(owner(assignableTo(SparkSession.class)))
                .and(target(nameMatching("builder|newSession"))))
        .orShould()
        .callMethodWhere(target(name("getOrCreate")))
        .check(CLASSES);
  }

  @Test
  void nobodyUsesJavaUtilLogging() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
  }

  @Test
  void recordsSpeakWithoutGet() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .areAssignableTo(Record.class)
        .should()
        .haveNameNotMatching("get[A-Z].*")
        .check(CLASSES);
  }
}
