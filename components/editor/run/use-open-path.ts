import { useCallback } from "react";
import { useEditor } from "../editor-context.tsx";

/** Opens what a node came to in the run on the canvas, by its path: that of an iteration leads to the node itself. */
export function useOpenPath(): (path: string) => void {
  const { document, session, actions } = useEditor();
  return useCallback(
    (path) => {
      const key = path.slice(path.lastIndexOf("/") + 1);
      const node = document.getState().document.nodes.find((one) => one.key === key);
      if (!node) return;
      session.getState().open(node.id, "run");
      actions.reveal(node.id);
    },
    [document, session, actions],
  );
}
