/** What one run asked in a conversation, and what it was answered. */
export type Exchange = { asked: string; answered: string };

/** What is known of a conversation: what was summed up, then what was said since, oldest first. */
export type Remembered = {
  summary: string;
  /** Each with its place in the conversation, which only grows. */
  exchanges: (Exchange & { place: number })[];
};

/** Conversations of one node of one workflow. A conversation is whatever goes by the same key. */
export interface StepMemory {
  /**
   * Without what this very run, or the one that it repeats, has said in it. At most `most` exchanges that are not summed up,
   * the latest ones.
   */
  recall(conversation: string, most: number): Promise<Remembered>;
  /**
   * Adds what was said. A run says one thing in a conversation, however often it is told to: again, it takes the place of what
   * it said before.
   * @param summary of everything up to `place`, where that is to stand for it from now on
   */
  keep(conversation: string, said: Exchange, summary: { text: string; upTo: number } | null): Promise<void>;
}

/** Whose memory, and who says something. */
export interface ConversationScope {
  workspaceId: string;
  workflowId: string;
  nodeId: string;
  runId: string;
  /** The node's key with its iterations: in a loop, each round says something of its own. */
  nodePath: string;
}

/** Conversations of all workspaces. */
export interface Memory {
  recall(scope: ConversationScope, ...call: Parameters<StepMemory["recall"]>): ReturnType<StepMemory["recall"]>;
  keep(scope: ConversationScope, ...call: Parameters<StepMemory["keep"]>): ReturnType<StepMemory["keep"]>;
}

export function stepMemory(memory: Memory, scope: ConversationScope): StepMemory {
  return {
    recall: (...call) => memory.recall(scope, ...call),
    keep: (...call) => memory.keep(scope, ...call),
  };
}
