type Details = { type?: string; code?: string; message: string; param?: string } & Record<string, unknown>;

/** An answer of Stripe that refuses a request. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly details: Details;
  readonly headers: Record<string, string>;
  /** Whether what the request did before stays, as a payment that was tried. */
  readonly keeps: boolean;

  constructor(status: number, details: Details, headers: Record<string, string> = {}, keeps = false) {
    super(details.message);
    this.status = status;
    this.details = { type: "invalid_request_error", ...details };
    this.headers = headers;
    this.keeps = keeps;
  }

  /** A parameter that is missing, unknown or wrong. */
  static parameter(code: string | undefined, param: string, message: string): Refusal {
    return new Refusal(400, { ...(code === undefined ? {} : { code }), param, message });
  }

  /** The id in the path names nothing. */
  static missing(what: string, id: string): Refusal {
    return new Refusal(404, { code: "resource_missing", param: "id", message: `No such ${what}: '${id}'` });
  }

  /** The id in a parameter names nothing. */
  static missingParameter(what: string, id: string, param: string): Refusal {
    return new Refusal(400, { code: "resource_missing", param, message: `No such ${what}: '${id}'` });
  }

  /** Something that Stripe has and this server has not. */
  static notHere(param: string, what: string): Refusal {
    return new Refusal(400, { param, message: `Not implemented by the stand-in: ${what}.` });
  }
}
