package io.gridhouse.console.stack;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders {@code rocksdb-lib-*} that Fluss makes in the system's temporary folder and leaves
 * there, empty: RocksDB's library is loaded before from a file that deletes itself.
 */
final class RocksDbLibraryFolders {

    private static final Logger LOG = LoggerFactory.getLogger(RocksDbLibraryFolders.class);

    private final Set<Path> before;

    private RocksDbLibraryFolders(Set<Path> before) {
        this.before = before;
    }

    /**
     * @return what is there now
     */
    static RocksDbLibraryFolders present() {
        return new RocksDbLibraryFolders(list());
    }

    /** Deletes the folders that appeared since and are empty. */
    void deleteNewEmptyOnes() {
        Set<Path> folders = list();
        folders.removeAll(before);
        for (Path folder : folders) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException inUse) {
                LOG.debug("{} belongs to another process", folder);
            } catch (IOException e) {
                LOG.warn("Could not delete {}, which is left behind", folder, e);
            }
        }
    }

    private static Set<Path> list() {
        Set<Path> folders = new HashSet<>();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, "rocksdb-lib-*")) {
            found.forEach(folders::add);
        } catch (IOException e) {
            LOG.warn("Could not list {}; folders of RocksDB may stay behind in it", temporary, e);
        }
        return folders;
    }
}
