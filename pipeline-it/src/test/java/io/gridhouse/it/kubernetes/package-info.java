/** The manifests of {@code deploy/kubernetes}, as a cluster would see them. */
package io.gridhouse.it.kubernetes;
