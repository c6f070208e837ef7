import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { useDocument, useEditor } from "../editor-context.tsx";

/** What each run of this workflow may spend on models. */
export function SettingsDialog() {
  const { actions, session, readOnly } = useEditor();
  const budget = useDocument((state) => state.document.settings?.budget);
  const [usd, setUsd] = useState(String(budget?.usd ?? ""));
  const [tokens, setTokens] = useState(String(budget?.tokens ?? ""));
  const close = () => session.setState({ dialog: null });
  const read = { usd: positive(usd), tokens: positive(tokens) };
  const isWrong = read.usd === "wrong" || read.tokens === "wrong" || !Number.isInteger(Number(tokens));
  const save = () => {
    if (read.usd === "wrong" || read.tokens === "wrong" || isWrong) return;
    const next = {
      ...(read.usd === undefined ? {} : { usd: read.usd }),
      ...(read.tokens === undefined ? {} : { tokens: read.tokens }),
    };
    actions.setBudget(Object.keys(next).length > 0 ? next : undefined);
    close();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <DialogHeader>
            <DialogTitle>Budget of a run</DialogTitle>
            <DialogDescription>
              What each run may spend on models. A call that would come after is refused, and the node that asks fails:
              the run goes over by no more than the call that was under way.
            </DialogDescription>
          </DialogHeader>
          <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
            <Field
              label="US dollars"
              note="optional"
              help="Models of unknown price are then not asked."
              error={read.usd === "wrong" ? "Give more than 0, such as 0.50." : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  autoFocus
                  inputMode="decimal"
                  placeholder="1.50"
                  disabled={readOnly}
                  className="tabular-nums"
                  value={usd}
                  onChange={(event) => setUsd(event.target.value)}
                />
              )}
            </Field>
            <Field
              label="Tokens"
              note="optional"
              help="Read and written together."
              error={isWrong && read.usd !== "wrong" ? "Give a whole number from 1." : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  placeholder="200000"
                  disabled={readOnly}
                  className="tabular-nums"
                  value={tokens}
                  onChange={(event) => setTokens(event.target.value)}
                />
              )}
            </Field>
          </div>
          <DialogFooter>
            <Button type="button" variant="ghost" onClick={close}>
              {readOnly ? "Close" : "Cancel"}
            </Button>
            {readOnly ? null : (
              <Button type="submit" variant="primary" disabled={isWrong}>
                Save
              </Button>
            )}
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** The number in a field; undefined where it is empty. */
function positive(text: string): number | undefined | "wrong" {
  if (text.trim() === "") return undefined;
  const number = Number(text.replace(",", "."));
  return Number.isFinite(number) && number > 0 ? number : "wrong";
}
