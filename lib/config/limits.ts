const KiB = 1024;
const MiB = 1024 * KiB;
const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** Every limit of the product, in one place. Bytes are UTF-8 bytes of the JSON form, times are milliseconds. */
export const limits = {
  documentBytes: 5 * MiB,
  documentNodes: 5_000,
  documentEdges: 10_000,
  expressionBytes: 32 * KiB,
  expressionSteps: 100_000,
  expressionDepth: 64,
  expressionResultBytes: 4 * MiB,
  expressionMs: 50,
  /** Instructions of one regular expression, written out. */
  patternSize: 1_000,
  outputInlineBytes: 256 * KiB,
  outputBytes: 32 * MiB,
  workingSetBytes: 64 * MiB,
  journalEvents: 200_000,
  /** Items of a loop, and containers inside containers. */
  items: 100_000,
  nesting: 5,
  activeRuns: 200,
  requestBodyBytes: 1 * MiB,
  syncWaitMs: 60 * SECOND,
  queuedRunsPerWorkspace: 10_000,
  /** Of a workspace; every run whose version reads `vars` stores all of them. */
  variables: 200,
  variableBytes: 16 * KiB,
  /** The longest that a workspace may keep its runs; 30 days unless it says otherwise. */
  retentionDays: 3_650,
  /** A test address takes calls this long after somebody began to listen. */
  testListenMs: 10 * 60 * SECOND,
  /** A deleted workflow can be taken back this long. */
  binMs: 30 * DAY,
  /** Runs that one request may cancel. */
  runsPerRequest: 100,
  nodeAttempts: 10,
  /** A node's time-out where its policy sets none. */
  nodeTimeoutMs: 5 * 60 * SECOND,
  runTimeoutMs: 60 * 60 * SECOND,
  runMaxAgeMs: 365 * DAY,
  /** A run that is cancelled or failed gives effects in flight this long to react to the abort signal. */
  abortGraceMs: 2 * SECOND,
  httpResponseBytes: 32 * MiB,
  /** A request body with files in it. */
  httpRequestBytes: 32 * MiB,
  httpRedirects: 5,
  codeBytes: 256 * KiB,
  /** Processor time of one code node. */
  codeCpuMs: 5 * SECOND,
  /** The same by the clock, on a machine that is busy. */
  codeWallMs: 20 * SECOND,
  codeMemoryBytes: 64 * MiB,
  codeInputBytes: 8 * MiB,
  codeResultBytes: 4 * MiB,
  codeLogBytes: 64 * KiB,
  codeLogLines: 1_000,
  /** Code nodes that wait for their turn on one process. */
  codeQueue: 1_000,
  /** Of one conversion between formats (CSV, XML, …), on a thread of its own. */
  formatMs: 20 * SECOND,
  formatMemoryMb: 512,
  /** Text that a conversion takes. */
  formatBytes: 32 * MiB,
  /** One stored file. */
  fileBytes: 512 * MiB,
  /** Piece in which files are stored and read. */
  fileChunkBytes: 1 * MiB,
  /** A file that nobody finished writing is dropped after this long. */
  fileUnfinishedMs: DAY,
  /** A model that sends nothing for so long is given up. */
  modelSilenceMs: 120 * SECOND,
  modelAnswerBytes: 16 * MiB,
  /** Times that an answer which does not fit its schema is sent back. */
  modelRepairs: 2,
  modelFallbacks: 5,
  /** Calls that wait for their turn at one credential, in one process. */
  modelQueue: 1_000,
  /** A provider that wants to be left alone for longer is not waited for: the try ends, and comes again. */
  modelPauseMs: 60 * SECOND,
  /** Credentials that a process keeps lines for. */
  modelLines: 10_000,
  /** The longest that a node may have its answers remembered. */
  modelCacheMs: 30 * DAY,
  agentTools: 32,
  /** Questions to the model, in one agent. */
  agentTurns: 100,
  /** Uses of tools in one agent, and in one of its turns. */
  agentCalls: 200,
  agentCallsPerTurn: 16,
  /** The same tool with the same input; more of the same is refused. */
  agentSameCalls: 3,
  /** Turns, one after the other, all of whose wishes are refused. */
  agentRefusedTurns: 3,
  /** A text of a conversation that an agent remembers, in UTF-16 units. */
  memoryCharacters: 20_000,
  /** Of one embedding call. */
  embeddedTexts: 2_048,
  /** A document of a knowledge base: its original, and its text in UTF-16 units. */
  documentFileBytes: 64 * MiB,
  documentCharacters: 10_000_000,
  /** Of a file's text, where one tries how it would be cut. */
  previewCharacters: 200_000,
  /** Reading one, on a thread of its own. */
  documentReadMs: 60 * SECOND,
  documentReadMemoryMb: 1_024,
  /** Vectors that indexes hold in the memory of one process, over all bases. */
  vectorMemoryBytes: 2_048 * MiB,
  /** Passages that one search may ask for. */
  searchResults: 100,
  /** Of one search: passages that a model orders anew, and how much it is given of each, in UTF-16 units. */
  rerankedPassages: 50,
  rerankedCharacters: 2_000,
  /** A reranker that says nothing for so long is given up. */
  rerankSilenceMs: 20 * SECOND,
  knowledgeBases: 200,
  /** Files of one upload. */
  uploadFiles: 50,
  /** A question in a chat. */
  chatMessageCharacters: 32_000,
  /** Questions of a conversation, each with its answers. */
  chatTurns: 1_000,
  /** Answers to one question. */
  chatAttempts: 50,
  /** A program that asks through the OpenAI-compatible address waits this long at most. */
  chatAnswerMs: 10 * 60 * SECOND,
  idempotencyMs: DAY,
  /** Requests of one person or API key, and half of the event streams they open; `HEDDLE_API_PER_MINUTE` changes it. */
  apiPerMinute: 6_000,
  /** Requests from one address that say not, or wrongly, who asks. */
  anonymousPerMinute: 600,
  /** Wrong passwords from one address, and wrong proofs at one webhook from one address. */
  guessesPerMinute: 60,
  webhookPerMinuteMost: 1_000_000,
} as const;
