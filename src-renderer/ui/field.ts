import { getContext, setContext } from 'svelte';

/** What a Field tells the input inside it, so that label, hint and error are wired to it. */
export interface FieldContext {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly required: boolean;
}

const key = Symbol('field');

export function provideField(context: FieldContext): void {
  setContext(key, context);
}

/** The Field around this input, if any. Its properties are live. */
export function useField(): FieldContext | undefined {
  return getContext<FieldContext | undefined>(key);
}
