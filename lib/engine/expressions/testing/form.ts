export type FormType = "n" | "i" | "s" | "b" | "l" | "m" | "t" | "r" | "o" | "v" | "k" | "p" | "g" | "d" | "z";

export interface Form {
  /** The operator or syntax, or `receiver.name` of a function. */
  key: string;
  type: FormType;
  templates: readonly string[];
}

export const form = (key: string, type: FormType, ...templates: string[]): Form => ({ key, type, templates });
