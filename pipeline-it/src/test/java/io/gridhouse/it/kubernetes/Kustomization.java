package io.gridhouse.it.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A folder with a {@code kustomization.yaml}, as {@code kubectl kustomize} builds it, with the few features used here. */
final class Kustomization {

    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Set<String> KNOWN = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "nameSuffix",
            "resources",
            "patches",
            "generatorOptions",
            "configMapGenerator");

    private Kustomization() {}

    /** The resources of a folder. */
    static List<ObjectNode> build(Path folder) throws IOException {
        JsonNode file = YAML.readTree(folder.resolve("kustomization.yaml").toFile());
        for (Iterator<String> names = file.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                throw new IllegalStateException(
                        folder + " uses kustomize's '" + name + "', which this test can't build");
            }
        }
        List<ObjectNode> resources = new ArrayList<>();
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) {
                resources.addAll(build(path));
            } else {
                try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(path.toFile())) {
                    resources.addAll(documents.readAll());
                }
            }
        }
        for (JsonNode generator : file.path("configMapGenerator")) {
            resources.add(configMap(folder, generator));
        }
        for (JsonNode patch : file.path("patches")) {
            patch(
                    resources,
                    YAML.readTree(folder.resolve(patch.path("path").asText()).toFile()));
        }
        for (ObjectNode resource : resources) {
            ObjectNode metadata = (ObjectNode) resource.path("metadata");
            metadata.put(
                    "name",
                    metadata.path("name").asText() + file.path("nameSuffix").asText());
            if (file.has("namespace")) {
                metadata.set("namespace", file.path("namespace"));
            }
        }
        return resources;
    }

    private static ObjectNode configMap(Path folder, JsonNode generator) throws IOException {
        ObjectNode map = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", generator.path("name").asText());
        ObjectNode data = map.putObject("data");
        for (JsonNode file : generator.path("files")) {
            data.put(file.asText(), Files.readString(folder.resolve(file.asText())));
        }
        return map;
    }

    private static void patch(List<ObjectNode> resources, JsonNode patch) {
        ObjectNode target = resources.stream()
                .filter(resource -> resource.path("kind").equals(patch.path("kind"))
                        && resource.path("metadata")
                                .path("name")
                                .equals(patch.path("metadata").path("name")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A patch has no target: " + patch));
        merge(target, patch);
    }

    /** Custom resources are patched by RFC 7386: objects are merged, all else is replaced. */
    private static void merge(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isObject() && target.path(field.getKey()).isObject()) {
                merge((ObjectNode) target.get(field.getKey()), value);
            } else {
                target.set(field.getKey(), value);
            }
        }
    }
}
