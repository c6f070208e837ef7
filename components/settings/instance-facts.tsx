import { HardDrive, TriangleAlert } from "lucide-react";
import { StatusIcon } from "#components/icons/status-icon.tsx";

interface Fact {
  name: string;
  text: string;
  state: "ok" | "warning";
}

/** What this instance runs on: only what is true of it. */
export function InstanceFacts({ facts, version }: { facts: readonly Fact[]; version: string }) {
  return (
    <aside
      aria-labelledby="instance-title"
      className="grid items-center border-line border-l bg-background px-14 py-10 max-lg:border-t max-lg:border-l-0 max-sm:px-5"
    >
      <div>
        <header className="mb-2 flex items-baseline justify-between gap-2">
          <h2 id="instance-title">This instance</h2>
          <span className="text-fg-3 text-micro">Version {version}</span>
        </header>
        <ul>
          {facts.map((fact) => (
            <li key={fact.name} className="flex items-start gap-3 border-line border-t py-[13px]">
              {fact.state === "ok" ? (
                <StatusIcon status="done" size={16} className="mt-0.5 text-ok" />
              ) : (
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-wait" />
              )}
              <span>
                <b className="block">{fact.name}</b>
                <span className="block text-fg-3 text-small leading-[17px]">{fact.text}</span>
              </span>
            </li>
          ))}
        </ul>
        <p className="mt-2 flex gap-2.5 rounded-card border border-line-2 bg-surface p-3 text-fg-2 text-small leading-[17px]">
          <HardDrive aria-hidden className="mt-0.5 size-4 shrink-0 text-fg-3" />
          Back up the whole data folder. It holds the database and the secret key that sessions are signed with.
        </p>
      </div>
    </aside>
  );
}
