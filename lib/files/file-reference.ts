import { z } from "zod";

/** How a file travels in JSON: outputs, inputs and webhooks carry this, never the bytes. */
export const fileReferenceSchema = z.object({
  file: z.object({
    /** `fil_…`, downloaded from `/api/v1/files/<id>`. */
    id: z.string().regex(/^fil_[0-9a-z]{26}$/),
    name: z.string(),
    mediaType: z.string(),
    /** Bytes. */
    size: z.number(),
  }),
});
export type FileReference = z.infer<typeof fileReferenceSchema>;

/** The reference that stands for a stored file. */
export function fileReference({ id, name, mediaType, size }: FileReference["file"]): FileReference {
  return { file: { id, name, mediaType, size } };
}

/** The reference that `value` is, or null. Whether the file is there only the store knows. */
export function asFileReference(value: unknown): FileReference | null {
  const parsed = fileReferenceSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
