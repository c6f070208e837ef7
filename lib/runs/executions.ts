/**
 * Who executes what, where a step may be delivered twice or to several processes: what was started and has no end is
 * either under way elsewhere or lost, and only a lost execution may be repeated.
 */
export interface Executions {
  /** Names this process in `node.started`. */
  readonly by: string;
  /** Notes that this process executes a try; call the result once its end is journalled or given up. */
  begin(key: string): () => void;
  /** Is the try that process `by` started still being executed? */
  isUnderWay(by: string, key: string): Promise<boolean>;
}

/** @param isAlive tells of another process whether it still runs */
export function createExecutions(by: string, isAlive: (by: string) => Promise<boolean>): Executions {
  const here = new Set<string>();
  return {
    by,
    begin(key) {
      here.add(key);
      return () => void here.delete(key);
    },
    isUnderWay: async (other, key) => (other === by ? here.has(key) : isAlive(other)),
  };
}
