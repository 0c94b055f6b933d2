package io.risefall.http;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.risefall.check.CheckerProvider;
import org.junit.jupiter.api.Test;

/** What this module may see, and what may be seen of it. */
class WallsTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .importUrl(HttpCheckerProvider.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void itSeesCoreNetAndHttpCoreAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.jspecify.annotations",
                "org.apache.hc.core5.http..",
                "org.apache.hc.core5.net",
                "org.apache.hc.core5.util",
                "io.risefall.http",
                "io.risefall.net",
                "io.risefall.check",
                "io.risefall.option",
                "io.risefall.time"))
        .check(MODULE);
  }

  @Test
  void itOpensNoSocketOfItsOwn() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.nio.channels", "java.net.http"))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.InetAddress")
        .check(MODULE);
  }

  @Test
  void onlyTheProviderIsPublic() {
    classes().that().arePublic().should().beAssignableTo(CheckerProvider.class).check(MODULE);
  }
}
