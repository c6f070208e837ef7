import "server-only";
import type { Database } from "#db/client.ts";
import { settleAnswers } from "../chat/settle-answers.ts";
import { sweepFiles } from "../files/sweep-files.ts";
import { forgetOldConversations } from "../memory/conversations.ts";
import type { Catalogue } from "../nodes/define.ts";
import { pruneRuns } from "../runs/prune-runs.ts";
import { emptyBin } from "../workflows/bin.ts";
import { startSweeper } from "./sweeper.ts";

const MINUTE = 60_000;

/** All that removes what is too old. Call the result to stop them. */
export function startSweepers(db: Database, catalogue: Catalogue, log: (line: string) => void): () => Promise<void> {
  const stops = [
    startSweeper({ db, log, what: "Workflows in the bin", firstMs: MINUTE, sweep: emptyBin }),
    startSweeper({ db, log, what: "Old files", firstMs: 2 * MINUTE, sweep: sweepFiles }),
    startSweeper({
      db,
      log,
      what: "Answers in chats that nobody has looked at",
      did: "kept",
      firstMs: MINUTE,
      sweep: (tx) => settleAnswers(tx, catalogue),
    }),
    startSweeper({ db, log, what: "Old runs", firstMs: 3 * MINUTE, sweep: (tx) => pruneRuns(tx) }),
    startSweeper({ db, log, what: "Old conversations", firstMs: 4 * MINUTE, sweep: forgetOldConversations }),
  ];
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}
