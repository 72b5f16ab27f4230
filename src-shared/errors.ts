import { z } from 'zod';
import { raw, translate, type Message } from './i18n/index';

/** A message as it is checked when it comes from a file or over IPC. */
export const messageSchema: z.ZodType<Message> = z.lazy(() =>
  z.object({
    key: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), messageSchema])).optional(),
  }),
);

/** An error as data: what was being done, what went wrong, what to do next. */
export const errorInfoSchema = z.object({
  /** Dotted, stable: `engine.unreachable`, `port.taken`, `spec.invalid`. */
  code: z.string(),
  doing: messageSchema,
  what: messageSchema,
  hint: messageSchema,
  /** More lines, shown folded: an engine's own words, a list of positions. */
  details: z.array(messageSchema).optional(),
});
export type ErrorInfo = z.infer<typeof errorInfoSchema>;

/** The one error class of the app. Everything that reaches a user is one of these. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly info: ErrorInfo;

  constructor(info: ErrorInfo, options?: { cause?: unknown }) {
    super(translate('en', info.what), options);
    this.info = info;
  }
}

/** Thrown by work that saw its AbortSignal; the runner tells it apart from a failure. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** The words of an unknown thrown value, without a stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Any thrown value as an ErrorInfo. An AppError keeps its own words; anything else is wrapped
 * with what was being done and a hint.
 */
export function toErrorInfo(
  error: unknown,
  context: { code: string; doing: Message; hint: Message },
): ErrorInfo {
  if (error instanceof AppError) return error.info;
  return { ...context, what: raw(errorText(error)) };
}
