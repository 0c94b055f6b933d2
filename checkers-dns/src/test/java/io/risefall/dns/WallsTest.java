package io.risefall.dns;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.risefall.check.CheckerProvider;
import org.junit.jupiter.api.Test;

/** What this module may see, and what may be seen of it. */
class WallsTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .importUrl(DnsCheckerProvider.class.getProtectionDomain().getCodeSource().getLocation());

  /** What dnsjava is used for: names and records, and the words for codes. */
  private static final String WIRE_FORMAT =
      "(Name|Record|Type|DClass|Rcode|ExtendedErrorCodeOption|TextParseException)";

  @Test
  void itSeesCoreNetAndTheWireFormatAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations",
                    "io.risefall.dns",
                    "io.risefall.net",
                    "io.risefall.check",
                    "io.risefall.option",
                    "io.risefall.time")
                .or(
                    DescribedPredicate.describe(
                        "are dnsjava's wire format",
                        type -> type.getName().matches("org[.]xbill[.]DNS[.]" + WIRE_FORMAT))))
        .check(MODULE);
  }

  @Test
  void itUsesNoneOfDnsjavasSockets() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "org.xbill.DNS.config", "org.xbill.DNS.lookup", "org.xbill.DNS.hosts")
                .or(simpleNameStartingWith("Nio"))
                .or(simpleNameStartingWith("Lookup"))
                .or(simpleNameStartingWith("ResolverConfig"))
                .or(isDnsjavas("Resolver"))
                .or(isDnsjavas("Client"))
                .or(isDnsjavas("Cache")))
        .check(MODULE);
  }

  private static DescribedPredicate<JavaClass> isDnsjavas(String nameEnd) {
    return DescribedPredicate.describe(
        "are dnsjava's " + nameEnd,
        type ->
            type.getPackageName().startsWith("org.xbill")
                && type.getSimpleName().endsWith(nameEnd));
  }

  @Test
  void onlyTheProvidersArePublic() {
    classes().that().arePublic().should().beAssignableTo(CheckerProvider.class).check(MODULE);
    classes()
        .that()
        .areAssignableTo(CheckerProvider.class)
        .should()
        .bePublic()
        .andShould()
        .haveSimpleNameEndingWith("CheckerProvider")
        .check(MODULE);
  }
}
