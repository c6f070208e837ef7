import { useCallback } from "react";
import { keyOfPath, roundsOfPath } from "#components/canvas/shown-rounds.ts";
import { useEditor } from "../editor-context.tsx";

/** Opens what a node came to in the run on the canvas, by its path: the canvas shows the rounds that it leads through. */
export function useOpenPath(): (path: string) => void {
  const { document, session, actions, run } = useEditor();
  return useCallback(
    (path) => {
      const key = keyOfPath(path);
      const node = document.getState().document.nodes.find((one) => one.key === key);
      if (!node) return;
      run.getState().pick(roundsOfPath(path));
      session.getState().open(node.id, "run");
      actions.reveal(node.id);
    },
    [document, session, actions, run],
  );
}
