package io.gridhouse.console.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The account PostgreSQL runs under. PostgreSQL refuses to run as root, which is what a container's
 * shell usually is.
 *
 * <ul>
 *   <li>An ordinary user runs it as itself.
 *   <li>Root runs it in a user namespace of its own ({@code unshare -U}): PostgreSQL sees an
 *       ordinary user, while the kernel still takes it for the owner of root's files. This is also
 *       what zonky's launcher does.
 *   <li>Where namespaces are forbidden (Docker's default seccomp profile), root hands the data over
 *       to {@code postgres} or else {@code nobody} and switches to that user with {@code setpriv}.
 * </ul>
 *
 * @param prefix words in front of every PostgreSQL command; empty for an ordinary user
 * @param owner id of the user who must own the data; empty when files stay with the current user
 */
record PostgresAccount(List<String> prefix, OptionalInt owner) {

    /**
     * Linux' overflow user id, {@code nobody}: it exists in every container, owns nothing and may
     * do nothing.
     */
    private static final int NOBODY = 65534;

    PostgresAccount {
        prefix = List.copyOf(prefix);
    }

    /**
     * @return the account that works for the current process
     * @throws StackException for a root process that can neither open a namespace nor change its
     *     user
     */
    static PostgresAccount detect() {
        if (!runsAsRoot()) {
            return new PostgresAccount(List.of(), OptionalInt.empty());
        }
        List<String> namespace = List.of("unshare", "-U");
        if (isUnprivileged(namespace)) {
            return new PostgresAccount(namespace, OptionalInt.empty());
        }
        PostgresAccount other = ofOtherUser();
        if (isUnprivileged(other.prefix)) {
            return other;
        }
        throw new StackException("PostgreSQL refuses to run as root, and neither 'unshare -U' nor 'setpriv' works"
                + " here. Start the stack as an ordinary user, or install util-linux, or use an"
                + " external PostgreSQL.");
    }

    /** Switches to {@code postgres}, or to {@code nobody} where that user does not exist. */
    static PostgresAccount ofOtherUser() {
        int uid = firstLine(List.of("id", "-u", "postgres"))
                .map(Integer::parseInt)
                .orElse(NOBODY);
        List<String> prefix = List.of("setpriv", "--reuid=" + uid, "--regid=" + NOBODY, "--clear-groups", "--");
        return new PostgresAccount(prefix, OptionalInt.of(uid));
    }

    /**
     * @param command program and arguments
     * @return the same command, run under this account
     */
    List<String> run(List<String> command) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(command);
        return words;
    }

    /**
     * Gives a folder to this account, and checks that the account reaches it and the programs.
     *
     * @param folder PostgreSQL's folder
     * @param program a PostgreSQL program
     * @throws StackException when a parent folder keeps the account out
     */
    void takeOver(Path folder, Path program) {
        if (owner.isEmpty()) {
            return;
        }
        try {
            chown(folder, owner.getAsInt());
        } catch (IOException e) {
            throw new StackException("Could not give " + folder + " to user id " + owner.getAsInt(), e);
        }
        for (Path needed : List.of(folder, program)) {
            if (!reaches(needed)) {
                throw new StackException("PostgreSQL cannot run as root here and runs as user id "
                        + owner.getAsInt()
                        + ", who cannot reach "
                        + needed
                        + ". Choose a folder whose parents are open to all (chmod o+x),"
                        + " such as one in /var/lib or /tmp, or start the stack as an"
                        + " ordinary user.");
            }
        }
    }

    /**
     * @param file a file or folder
     * @return whether this account finds it and may read it
     */
    boolean reaches(Path file) {
        return owner.isEmpty()
                || firstLine(run(List.of("test", "-r", file.toString()))).isPresent();
    }

    private static void chown(Path folder, int uid) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                return visitFile(dir, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setAttribute(file, "unix:uid", uid);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean runsAsRoot() {
        Path self = Path.of("/proc/self");
        try {
            return Files.exists(self)
                    ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                    : "root".equals(System.getProperty("user.name"));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the user id from " + self, e);
        }
    }

    private static boolean isUnprivileged(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("id", "-u"));
        return firstLine(command).filter(uid -> !uid.equals("0")).isPresent();
    }

    /** The first line a command prints (may be blank), or empty when it does not exist or fails. */
    private static Optional<String> firstLine(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0
                    ? Optional.of(output.lines().findFirst().orElse(""))
                    : Optional.empty();
        } catch (IOException notInstalled) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while asking '" + String.join(" ", command) + "'", e);
        }
    }
}
