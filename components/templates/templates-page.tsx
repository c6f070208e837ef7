"use client";

import { type ReactNode, useState } from "react";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { useCreateWorkflow } from "#components/shared/workflows/workflow-actions.ts";
import { samples } from "#lib/demo/samples.ts";
import type { Template } from "#lib/templates/template.ts";
import { templates } from "#lib/templates/templates.ts";
import { ApplyTemplateDialog } from "./apply-template-dialog.tsx";
import { TemplateCard } from "./template-card.tsx";

interface TemplatesPageProps {
  mayWrite: boolean;
  mayWriteKnowledge: boolean;
}

/** Workflows to begin with: those for a purpose first, then the small ones that show how things work. */
export function TemplatesPage({ mayWrite, mayWriteKnowledge }: TemplatesPageProps) {
  const [chosen, setChosen] = useState<Template | null>(null);
  const create = useCreateWorkflow();
  return (
    <>
      <PageHeader title="Templates" note={templates.length + samples.length} />
      <div className="min-h-0 flex-1 overflow-y-auto border-line border-t">
        <div className="w-full max-w-[1120px] px-5 pt-5 pb-8 max-sm:px-4">
          <p className="max-w-[620px] text-fg-2">
            Complete workflows to make your own. They run at once and offline, by a demo model that does not think;
            choose another when you mean it.
          </p>
          {mayWrite ? null : (
            <p className="mt-2 text-fg-3 text-small">
              Your role can look at them. An editor can make workflows of them.
            </p>
          )}
          <Section title="For a purpose">
            {templates.map((template) => (
              <TemplateCard
                key={template.id}
                template={template}
                knowledge={template.knowledge?.name}
                disabled={!mayWrite || (template.knowledge !== undefined && !mayWriteKnowledge)}
                onChoose={() => setChosen(template)}
              />
            ))}
          </Section>
          <Section title="To see how it works">
            {samples.map((sample) => (
              <TemplateCard
                key={sample.id}
                template={sample}
                disabled={!mayWrite || create.isPending || create.isSuccess}
                onChoose={() => create.mutate({ name: sample.name, sample })}
              />
            ))}
          </Section>
        </div>
      </div>
      {chosen ? <ApplyTemplateDialog template={chosen} onClose={() => setChosen(null)} /> : null}
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-6">
      <h2 className="mb-3 font-medium text-base">{title}</h2>
      <ul className="grid grid-cols-3 gap-4 max-lg:grid-cols-2 max-sm:grid-cols-1">{children}</ul>
    </section>
  );
}
