package io.gridhouse.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import java.util.TimeZone;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.streaming.api.operators.StreamOperator;

/** The rooms of core and the arrows between them. */
@AnalyzeClasses(packages = "io.gridhouse.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_GO_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("table")
            .definedBy("io.gridhouse.core.table..")
            .layer("change")
            .definedBy("io.gridhouse.core.change..")
            .layer("quality")
            .definedBy("io.gridhouse.core.quality..")
            .layer("metrics")
            .definedBy("io.gridhouse.core.metrics..")
            .layer("operator")
            .definedBy("io.gridhouse.core.operator..")
            .layer("jdbc")
            .definedBy("io.gridhouse.core.jdbc..")
            .layer("fluss")
            .definedBy("io.gridhouse.core.fluss..")
            .layer("cdc")
            .definedBy("io.gridhouse.core.cdc..")
            .layer("preflight")
            .definedBy("io.gridhouse.core.preflight..")
            .layer("config")
            .definedBy("io.gridhouse.core.config..")
            .whereLayer("table")
            .mayNotAccessAnyLayer()
            .whereLayer("change")
            .mayOnlyAccessLayers("table")
            .whereLayer("quality")
            .mayOnlyAccessLayers("table")
            .whereLayer("metrics")
            .mayOnlyAccessLayers("change", "table")
            .whereLayer("operator")
            .mayOnlyAccessLayers("change", "table", "quality")
            .whereLayer("jdbc")
            .mayOnlyAccessLayers("change", "table", "metrics")
            .whereLayer("fluss")
            .mayOnlyAccessLayers("change", "table", "metrics")
            .whereLayer("cdc")
            .mayOnlyAccessLayers("change", "table", "quality", "jdbc")
            .whereLayer("preflight")
            .mayOnlyAccessLayers("table", "jdbc", "cdc")
            .whereLayer("config")
            .mayOnlyAccessLayers("jdbc", "fluss", "cdc");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.gridhouse.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_DOMAIN = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.gridhouse..").and(not(resideInAPackage("io.gridhouse.core.."))))
            .orShould()
            .haveNameMatching("(?i).*power.*");

    @ArchTest
    static final ArchRule OPERATORS_ARE_FINAL = classes()
            .that()
            .areAssignableTo(StreamOperator.class)
            .or()
            .areAssignableTo(Function.class)
            .and()
            .areNotInterfaces()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .orShould()
            .haveModifier(JavaModifier.ABSTRACT);

    @ArchTest
    static final ArchRule ABSTRACT_OPERATORS_STAY_INSIDE = noClasses()
            .that()
            .haveModifier(JavaModifier.ABSTRACT)
            .and()
            .areNotInterfaces()
            .should()
            .bePublic();

    @ArchTest
    static final ArchRule NOBODY_PRINTS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule NOBODY_LOGS_PAST_SLF4J = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule RANDOMNESS_IS_SEEDED =
            noClasses().should().callConstructor(Random.class).orShould().callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule ZONES_ARE_EXPLICIT = noClasses()
            .should()
            .callMethod(ZoneId.class, "systemDefault")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(TimeZone.class, "getDefault")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES =
            noClasses().should().haveNameMatching(".*(Utils?|Manager|Helper|Impl)");

    @ArchTest
    static final ArchRule OPERATORS_READ_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("io.gridhouse.core.operator..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now");
}
