import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "./errors.ts";
import type { ApiErrorOptions } from "./errors.ts";

/** The error class of a status. */
export function apiErrorFrom(status: number, options: ApiErrorOptions): ApiError {
  switch (status) {
    case 400:
      return new BadRequestError(status, options);
    case 401:
      return new AuthenticationError(status, options);
    case 403:
      return new PermissionError(status, options);
    case 404:
      return new NotFoundError(status, options);
    case 429:
      return new RateLimitError(status, options);
    default:
      return status >= 500 && status <= 599
        ? new ServerError(status, options)
        : new ApiError(status, options);
  }
}
