const LOOK_MS = 500;

/**
 * npm starts scripts through a shell, and a signal to npm ends that shell without reaching us. So when the shell is
 * gone we end as if the signal had come here. Only under npm: elsewhere a parent may go and leave us running.
 */
export function followParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, LOOK_MS);
  timer.unref();
}
