/** What can go wrong with a request, so that a page can say it in the reader's language. */

export type ErrorKind = 'offline' | 'timeout' | 'token' | 'missing' | 'refused' | 'server';

export class ApiError extends Error {
  constructor(
    readonly kind: ErrorKind,
    /** In the server's words; empty where it said nothing. */
    readonly detail: string,
    readonly status = 0,
  ) {
    super(detail || kind);
    this.name = 'ApiError';
  }

  /** What was thrown, as one of these. */
  static from(thrown: unknown): ApiError {
    return thrown instanceof ApiError ? thrown : new ApiError('server', String(thrown));
  }

  /** From an answer that is no success: problem+json where the server wrote some. */
  static async of(answer: Response): Promise<ApiError> {
    let detail = '';
    if (answer.headers.get('content-type')?.includes('json')) {
      const problem = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string };
      detail = problem.detail ?? problem.title ?? '';
    }
    return new ApiError(kindOf(answer.status), detail, answer.status);
  }
}

function kindOf(status: number): ErrorKind {
  if (status === 401 || status === 403) return 'token';
  if (status === 404) return 'missing';
  return status < 500 ? 'refused' : 'server';
}
