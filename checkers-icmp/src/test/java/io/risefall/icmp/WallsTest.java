package io.risefall.icmp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.risefall.check.CheckerProvider;
import io.risefall.net.Target;
import org.junit.jupiter.api.Test;

/** What this module may see, and what may be seen of it. */
class WallsTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .importUrl(PingCheckerProvider.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void itSeesCoreAndTheTargetsOfNetAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations",
                    "io.risefall.icmp",
                    "io.risefall.check",
                    "io.risefall.option",
                    "io.risefall.time")
                .or(resideInAnyPackage(Target.class.getPackageName())))
        .check(MODULE);
  }

  @Test
  void noneOfItSpeaksTcp() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java[.]net[.](Socket|ServerSocket)|java[.]nio[.]channels[.].*")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.risefall.net.Connection")
        .check(MODULE);
  }

  @Test
  void onlyTheProviderIsPublic() {
    classes().that().arePublic().should().beAssignableTo(CheckerProvider.class).check(MODULE);
  }
}
