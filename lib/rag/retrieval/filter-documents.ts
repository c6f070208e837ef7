import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { MetadataCondition } from "../metadata.ts";

/** Documents of a base whose metadata fits all conditions; null where there are none, and every document fits. */
export async function filterDocuments(
  tx: Tx,
  baseId: string,
  conditions: readonly MetadataCondition[],
): Promise<string[] | null> {
  if (conditions.length === 0) return null;
  const all = sql.join(conditions.map(conditionSql), sql` and `);
  const { rows } = await tx.execute<{ id: string }>(
    sql`select id from knowledge_documents where base_id = ${baseId} and ${all}`,
  );
  return rows.map(({ id }) => id);
}

/** A field that a document does not have fits `is-not` and nothing else; a list fits what one of its values fits. */
function conditionSql({ field, operator, value }: MetadataCondition): SQL {
  const stored = sql`metadata -> ${field}`;
  const json = sql`${JSON.stringify(value)}::jsonb`;
  const equals = sql`coalesce(${stored} = ${json} or (jsonb_typeof(${stored}) = 'array' and ${stored} @> ${json}), false)`;
  switch (operator) {
    case "is":
      return equals;
    case "is-not":
      return sql`not ${equals}`;
    case "one-of": {
      const wanted = Array.isArray(value) ? value : [value];
      const each = wanted.map((one) => conditionSql({ field, operator: "is", value: one }));
      return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`;
    }
    case "contains":
      return sql`(${equals} or (jsonb_typeof(${stored}) = 'string'
        and strpos(lower(metadata ->> ${field}), lower(${String(value)})) > 0))`;
    case "at-least":
    case "at-most": {
      const compare = operator === "at-least" ? sql`>=` : sql`<=`;
      // Dates are written so that their order is that of texts.
      return typeof value === "number"
        ? sql`case when jsonb_typeof(${stored}) = 'number' then (metadata ->> ${field})::numeric ${compare} ${value} else false end`
        : sql`case when jsonb_typeof(${stored}) = 'string' then (metadata ->> ${field}) collate "C" ${compare} ${String(value)} else false end`;
    }
    case "exists":
      return value === false ? sql`not jsonb_exists(metadata, ${field})` : sql`jsonb_exists(metadata, ${field})`;
  }
}
