package io.gridhouse.it.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** The schema of FlinkDeployment, from the Flink Kubernetes operator, and what it has of Kubernetes' own. */
final class FlinkSchema {

    private static final String CRD = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

    private final ObjectNode deployment;

    private FlinkSchema(ObjectNode deployment) {
        this.deployment = deployment;
    }

    static FlinkSchema read() throws IOException {
        try (InputStream crd = FlinkSchema.class.getResourceAsStream(CRD)) {
            ObjectNode schema =
                    (ObjectNode) Kustomization.YAML.readTree(crd).at("/spec/versions/0/schema/openAPIV3Schema");
            // The newest operator on Maven Central knows Flink up to 1.20; the one for Flink 2.2 has this name too.
            ((ArrayNode) schema.at("/properties/spec/properties/flinkVersion/enum")).add("v2_2");
            close(schema);
            return new FlinkSchema(schema);
        }
    }

    /** Kubernetes drops fields that a schema does not name; here they are errors, so that a misspelt one is found. */
    private static void close(JsonNode schema) {
        if (schema.isObject()
                && schema.has("properties")
                && !schema.has("additionalProperties")
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.forEach(FlinkSchema::close);
    }

    /** What is wrong with a FlinkDeployment. */
    Set<ValidationMessage> check(JsonNode resource) {
        ObjectNode own = resource.deepCopy();
        // What every resource has, and the operator's schema leaves to Kubernetes.
        own.remove(Set.of("apiVersion", "kind", "metadata"));
        return validate(deployment, own);
    }

    /** What is wrong with the specification of a PersistentVolumeClaim. */
    Set<ValidationMessage> checkClaim(JsonNode specification) {
        return validate(
                deployment.at("/properties/spec/properties/podTemplate/properties/spec/properties/volumes/items"
                        + "/properties/ephemeral/properties/volumeClaimTemplate/properties/spec"),
                specification);
    }

    private static Set<ValidationMessage> validate(JsonNode schema, JsonNode value) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(schema)
                .validate(value);
    }
}
