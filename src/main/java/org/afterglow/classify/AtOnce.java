package org.afterglow.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Independent pieces of work, several at a time, each by one thread. */
final class AtOnce {
  private AtOnce() {}

  /**
   * Does all pieces; returns when they are done.
   *
   * @param pieces numbered from 0
   * @param most at a time
   */
  static void run(int pieces, int most, IntConsumer work) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(pieces, most)));
    try {
      List<Future<?>> begun = new ArrayList<>();
      for (int i = 0; i < pieces; i++) {
        int piece = i;
        begun.add(threads.submit(() -> work.accept(piece)));
      }
      for (Future<?> each : begun) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while training", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
