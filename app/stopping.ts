/** One Ctrl+C may come twice: from the terminal, and passed on by npm or by the Node that started this one. */
const SAME = 300;

/**
 * Stops once, cleanly; a second signal, or 10 seconds without an end, ends it at once.
 * @param stop finishes what is under way
 * @param isShard whether another process of ours started this one, and it is to end with that one
 */
export function stopOnSignal(stop: () => Promise<void>, isShard: boolean): void {
  let stoppingSince: number | null = null;
  const onSignal = (): void => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SAME) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), 10_000).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  // The one that started this process is gone.
  if (isShard) process.on('disconnect', onSignal);
}
