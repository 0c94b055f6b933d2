package io.risefall;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.check.Verdict;
import org.junit.jupiter.api.Test;

/** The walls between the packages of core. */
class WallsTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(CheckResult.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void theWallsAreLookedAt() {
    assertTrue(CORE.contain(CheckResult.class));
  }

  @Test
  void coreDoesNoInputOrOutput() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.channels..", "java.nio.file..", "java.net.http..")
                .or(
                    nameMatching(
                        "java\\.net\\.(\\w*Socket|URL|\\w*URLConnection)"
                            + "|java\\.io\\.(File\\w*|RandomAccessFile|\\w*Stream|\\w*Reader|\\w*Writer)"
                            + "|java\\.lang\\.(Process\\w*|Runtime)")))
        .because("a checker module does the talking, and tests of core need nothing to talk to")
        .check(CORE);
  }

  @Test
  void theStateMachineKnowsResultsAndTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.risefall.state")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java.lang..", "java.time..", "java.util..", "org.jspecify..")
                .or(resideInAPackage("io.risefall.state"))
                .or(belongToAnyOf(CheckResult.class, Verdict.class, Reason.class, Timings.class)))
        .check(CORE);
  }

  @Test
  void theStateMachineReadsNoClockAndTakesNoLock() {
    noClasses()
        .that()
        .resideInAPackage("io.risefall.state")
        .should()
        .dependOnClassesThat(resideInAPackage("java.util.concurrent.."))
        .orShould()
        .callMethodWhere(target(nameMatching("nanoTime|currentTimeMillis|now")))
        .check(CORE);
  }

  @Test
  void nothingElseKnowsTheAgent() {
    noClasses()
        .that(
            resideInAnyPackage(
                "io.risefall.check", "io.risefall.option", "io.risefall.state", "io.risefall.time"))
        .should()
        .dependOnClassesThat(resideInAPackage("io.risefall.agent"))
        .check(CORE);
  }

  @Test
  void onlyTheAgentKnowsTheBulkheadAndTheLog() {
    noClasses()
        .that(
            resideInAnyPackage(
                "io.risefall.check", "io.risefall.option", "io.risefall.state", "io.risefall.time"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.github.resilience4j..", "org.slf4j.."))
        .check(CORE);
  }

  @Test
  void optionsKnowNothingOfChecksAndTimeKnowsNothingAtAll() {
    noClasses()
        .that(resideInAPackage("io.risefall.option"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.risefall.check", "io.risefall.state", "io.risefall.time"))
        .check(CORE);
    noClasses()
        .that(resideInAPackage("io.risefall.time"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.risefall.check", "io.risefall.state", "io.risefall.option"))
        .check(CORE);
  }

  @Test
  void packagesDoNotGoInCircles() {
    slices().matching("io.risefall.(*)..").should().beFreeOfCycles().check(CORE);
  }
}
