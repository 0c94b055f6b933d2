package io.risefall.net;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** What this module may see. */
class WallsTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .importUrl(Connection.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void itSeesCoreAndTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "javax.net.ssl",
                "javax.security.auth.x500",
                "org.jspecify.annotations",
                "io.risefall.net",
                "io.risefall.check",
                "io.risefall.option",
                "io.risefall.time"))
        .check(MODULE);
  }
}
