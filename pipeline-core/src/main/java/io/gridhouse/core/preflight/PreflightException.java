package io.gridhouse.core.preflight;

import java.io.Serial;
import java.util.List;

/** Something that the job needs is missing, wrong or can't be reached. Nothing was started. */
public final class PreflightException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    /** One line per finding, each with its remedy; not empty. */
    public PreflightException(List<String> findings) {
        super(String.join("\n", findings));
        this.findings = List.copyOf(findings);
    }

    /** One line per finding. */
    public List<String> findings() {
        return findings;
    }
}
