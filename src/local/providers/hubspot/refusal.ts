type Context = Record<string, string[]>;
type Detail = { message: string; code?: string; in?: string; context?: Context };
type More = { subCategory?: string; errors?: Detail[]; context?: Context };

/** An answer of HubSpot that refuses a request. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly category: string;
  readonly more: More;
  headers: Record<string, string> = {};

  constructor(status: number, category: string, message: string, more: More = {}) {
    super(message);
    this.status = status;
    this.category = category;
    this.more = more;
  }

  static invalid(message: string, more: More = {}): Refusal {
    return new Refusal(400, "VALIDATION_ERROR", message, more);
  }

  static missing(message = "resource not found"): Refusal {
    return new Refusal(404, "OBJECT_NOT_FOUND", message);
  }
}
