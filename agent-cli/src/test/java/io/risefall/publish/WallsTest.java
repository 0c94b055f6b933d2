package io.risefall.publish;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.risefall.check.Checker;
import org.junit.jupiter.api.Test;

/** The walls around the dialects. */
class WallsTest {

  @Test
  void dialectsKnowStatesAndNoCheckers() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.risefall.dns..",
            "io.risefall.tcp..",
            "io.risefall.http..",
            "io.risefall.exec..",
            "io.risefall.icmp..",
            "io.risefall.net..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Checker.class)
        .because("a dialect tells the state of whatever was checked")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.risefall.publish"));
  }
}
