package io.gridhouse.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridhouse.power.PowerLayer;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/kubernetes} fits the schemas of what it is applied to, without a cluster. */
class KubernetesManifestsTest {

    private static final Path FOLDER = Path.of("..", "deploy", "kubernetes");
    private static final String KIND = "kind";
    private static final String DEPLOYMENT = "FlinkDeployment";

    @ParameterizedTest
    @ValueSource(strings = {"single", "layered"})
    void everyResourceFitsItsSchema(String overlay) throws Exception {
        FlinkSchema schema = FlinkSchema.read();

        List<ObjectNode> resources = build(overlay);

        assertThat(resources)
                .extracting(resource -> resource.path(KIND).asText())
                .contains(DEPLOYMENT, "PersistentVolumeClaim", "ConfigMap");
        for (ObjectNode resource : resources) {
            assertThat(resource.at("/metadata/namespace").asText()).isEqualTo("gridhouse");
            switch (resource.path(KIND).asText()) {
                case DEPLOYMENT -> assertThat(schema.check(resource)).isEmpty();
                case "PersistentVolumeClaim" ->
                    assertThat(schema.checkClaim(resource.path("spec"))).isEmpty();
                default -> assertThat(resource.path(KIND).asText()).isEqualTo("ConfigMap");
            }
        }
    }

    @Test
    void whatDoesNotFitIsFound() throws Exception {
        FlinkSchema schema = FlinkSchema.read();
        ObjectNode deployment = deployments("single").get(0);
        ((ObjectNode) deployment.at("/spec/job"))
                .put("upgradeMode", "sometimes")
                .put("paralelism", 2);
        ((ObjectNode) deployment.at("/spec/jobManager/podTemplate/spec/containers/0/livenessProbe")).put("port", 1);

        assertThat(schema.check(deployment))
                .extracting(message -> message.getInstanceLocation() + " " + message.getMessage())
                .hasSize(3)
                .anyMatch(found -> found.contains("upgradeMode"))
                .anyMatch(found -> found.contains("paralelism"))
                .anyMatch(found -> found.contains("livenessProbe"));
    }

    @Test
    void layeredHasOneJobPerLayer() throws Exception {
        assertThat(deployments("layered"))
                .extracting(job -> job.at("/metadata/name").asText())
                .containsExactly(Arrays.stream(PowerLayer.values())
                        .map(layer -> "gridhouse-" + layer.jobName())
                        .toArray(String[]::new));
        assertThat(deployments("layered"))
                .extracting(job -> job.at("/spec/job/args/4").asText())
                .containsExactly(Arrays.stream(PowerLayer.values())
                        .map(layer -> layer.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "layered"})
    void jobsNameWhatIsThere(String overlay) throws Exception {
        List<String> names = build(overlay).stream()
                .map(resource -> resource.path(KIND).asText() + "/"
                        + resource.at("/metadata/name").asText())
                .toList();
        for (ObjectNode job : deployments(overlay)) {
            JsonNode pod = job.at("/spec/podTemplate/spec");
            assertThat(names)
                    .contains(
                            "PersistentVolumeClaim/"
                                    + pod.at("/volumes/0/persistentVolumeClaim/claimName")
                                            .asText(),
                            "ConfigMap/" + pod.at("/volumes/1/configMap/name").asText());
        }
    }

    @Test
    void theSettingsAreValid() throws Exception {
        Path settings = FOLDER.resolve("base").resolve("shared").resolve("gridhouse.yaml");
        Map<String, String> environment = Map.of("GRIDHOUSE_SOURCE_PASSWORD", "a", "GRIDHOUSE_SINK_PASSWORD", "b");

        assertThat(PowerOptions.read(settings, environment, Map.of())
                        .capture()
                        .database()
                        .user())
                .isEqualTo("gridhouse_source");
    }

    @Test
    void thePasswordsComeFromASecretThatIsNotInTheRepository() throws Exception {
        for (ObjectNode job : deployments("layered")) {
            assertThat(job.at("/spec/podTemplate/spec/containers/0/env"))
                    .extracting(variable -> variable.path("name").asText() + " "
                            + variable.at("/valueFrom/secretKeyRef/name").asText())
                    .containsExactly(
                            "GRIDHOUSE_SOURCE_PASSWORD gridhouse-passwords",
                            "GRIDHOUSE_SINK_PASSWORD gridhouse-passwords");
        }
        assertThat(build("layered"))
                .noneMatch(resource -> resource.path(KIND).asText().equals("Secret"));
        assertThat(Files.readString(FOLDER.resolve("README.md"))).contains("create secret generic gridhouse-passwords");
    }

    private static List<ObjectNode> build(String overlay) throws Exception {
        return Kustomization.build(FOLDER.resolve("overlays").resolve(overlay));
    }

    private static List<ObjectNode> deployments(String overlay) throws Exception {
        return build(overlay).stream()
                .filter(resource -> resource.path(KIND).asText().equals(DEPLOYMENT))
                .toList();
    }
}
