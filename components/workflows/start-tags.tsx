import { CalendarClock, CirclePlay, MessageSquare, Webhook } from "lucide-react";
import Link from "next/link";
import { Tag } from "#components/ui/badge.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { type Start, startDetail, startLabel } from "./starts-on.ts";

const SHOWN = 2;

/** What starts a workflow, as quiet tags. A draft starts on nothing yet. */
export function StartTags({ workflow }: { workflow: Pick<WorkflowListItem, "published" | "startsOn"> }) {
  if (!workflow.published) {
    return (
      <span className="text-fg-3">
        <span aria-hidden="true">–</span>
        <span className="sr-only">Nothing until it is published</span>
      </span>
    );
  }
  const more = workflow.startsOn.length - SHOWN;
  return (
    <span className="flex items-center gap-1">
      {workflow.startsOn.length === 0 ? (
        <Tag>
          <CirclePlay aria-hidden strokeWidth={2.3} />
          By hand
        </Tag>
      ) : null}
      {workflow.startsOn.slice(0, SHOWN).map((start) => {
        if (start.kind === "chat") return <ChatTag key="chat" start={start} />;
        const Icon = start.kind === "webhook" ? Webhook : CalendarClock;
        return (
          <Tag key={startDetail(start)} title={startDetail(start)}>
            <Icon aria-hidden strokeWidth={2.3} />
            {startLabel(start)}
          </Tag>
        );
      })}
      {more > 0 ? <span className="text-fg-3 text-micro">+{more}</span> : null}
    </span>
  );
}

/** Leads to where it is talked with. */
function ChatTag({ start }: { start: Extract<Start, { kind: "chat" }> }) {
  return (
    <Link
      href={`/chat?with=${start.workflowId}`}
      prefetch={false}
      title={startDetail(start)}
      className="relative z-10 rounded-chip hover:text-fg hover:underline"
    >
      <Tag>
        <MessageSquare aria-hidden strokeWidth={2.3} />
        Chat
      </Tag>
    </Link>
  );
}
