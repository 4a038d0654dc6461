package io.gridhouse.console.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes sure that one stack at a time uses a data folder. The lock is the operating system's: it
 * ends with the process, however that ends. The file stays; it names the last owner.
 */
final class DataDirLock implements AutoCloseable {

    private static final String FILE_NAME = "stack.lock";

    private final FileChannel channel;

    private DataDirLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param dataDir an existing folder
     * @return the lock, held
     * @throws StackException when another stack holds it; the message names the owner's pid
     */
    static DataDirLock acquire(Path dataDir) {
        Path file = dataDir.resolve(FILE_NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw inUse(dataDir, file);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new DataDirLock(channel);
        } catch (IOException e) {
            throw new StackException("Could not lock the data folder with " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static StackException inUse(Path dataDir, Path file) throws IOException {
        return new StackException("The data folder "
                + dataDir
                + " is in use by another stack (pid "
                + Files.readString(file).trim()
                + "). Stop that one, or start this one on another folder.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
