"use client";

import { useEffect, useState } from "react";
import { type ImportSource, readSource } from "./import-dialog.tsx";

/** What begins like an exported workflow; anything else that is pasted is none of our business. */
const LOOKS_LIKE_ONE = /^\s*(?:[[{]|(?:description|document|name|edges|nodes|schemaVersion)\s*:)/;

/**
 * A file dropped anywhere on the page, or a workflow pasted there, is taken for import.
 * @returns whether a file is being dragged over the page
 */
export function useImportGestures(take: ((source: ImportSource) => void) | null): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (take === null) return;
    const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const onOver = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (!file || event.defaultPrevented) return;
      event.preventDefault();
      void readSource(file).then(take);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest("input, textarea, [contenteditable], [role=dialog]"))
        return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!LOOKS_LIKE_ONE.test(text)) return;
      event.preventDefault();
      take({ text, file: null });
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    document.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
      document.removeEventListener("paste", onPaste);
    };
  }, [take]);
  return over;
}
