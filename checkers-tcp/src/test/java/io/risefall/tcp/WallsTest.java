package io.risefall.tcp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.risefall.check.CheckerProvider;
import org.junit.jupiter.api.Test;

/** What this module may see, and what may be seen of it. */
class WallsTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .importUrl(TcpCheckerProvider.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void itSeesCoreNetAndTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.jspecify.annotations",
                "io.risefall.tcp",
                "io.risefall.net",
                "io.risefall.check",
                "io.risefall.option",
                "io.risefall.time"))
        .check(MODULE);
  }

  @Test
  void onlyTheProviderIsPublic() {
    classes().that().arePublic().should().beAssignableTo(CheckerProvider.class).check(MODULE);
    classes().that().areAssignableTo(CheckerProvider.class).should().bePublic().check(MODULE);
  }
}
