package io.risefall.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls around the command. */
class ArchitectureTest {

  private final JavaClasses command =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.risefall.cli");

  @Test
  void theCommandKnowsCheckersByTheirInterfaceAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.risefall.dns..", "org.xbill..")
        .because("a checker is added without a change to the command")
        .check(command);
  }

  @Test
  void onlyTheJsonReportWritesJson() {
    noClasses()
        .that()
        .doNotHaveSimpleName("JsonReport")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .because("Jackson is loaded for --output json alone")
        .check(command);
  }
}
