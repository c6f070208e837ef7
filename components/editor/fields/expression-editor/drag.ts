/** What a field dragged out of the input holds: the path as an expression writes it, without braces. */
export const REFERENCE_DRAG_TYPE = "application/x-heddle-reference";

export function startReferenceDrag(transfer: DataTransfer, path: string): void {
  transfer.setData(REFERENCE_DRAG_TYPE, path);
  // Any text field takes it too.
  transfer.setData("text/plain", `{{ ${path} }}`);
  transfer.effectAllowed = "copy";
}
