/** A person at a browser without scripts: opens a page, reads it and sends its form. */
export class Visitor {
  url = "";
  html = "";
  status = 0;

  async open(url: string): Promise<this> {
    return this.#follow(await fetch(url, { redirect: "manual" }), url);
  }

  /** Sends the page's form with these fields and the hidden ones; `which` is a hidden field that tells forms apart. */
  async send(fields: Record<string, string>, { without = [] as string[] } = {}): Promise<this> {
    const hidden = [...this.html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
      ([, name = "", value = ""]): [string, string] => [name, value],
    );
    const kept = hidden.filter(([name]) => !without.includes(name));
    const body = new URLSearchParams([...kept, ...Object.entries(fields)]);
    return this.#follow(await fetch(this.url, { method: "POST", body, redirect: "manual" }), this.url);
  }

  /** The text of the page, without its markup. */
  get text(): string {
    return this.html
      .replace(/<style[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, "")
      .replace(/<[^>]+>/g, " ")
      .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
      .replace(/\s+/g, " ");
  }

  async #follow(answer: Response, url: string): Promise<this> {
    this.status = answer.status;
    this.html = await answer.text();
    this.url = url;
    const to = answer.headers.get("location");
    if (to === null) return this;
    this.url = new URL(to, url).href;
    // Addresses of the app are not followed: nobody answers there.
    return this.url.startsWith(new URL(url).origin) ? this.open(this.url) : this;
  }
}
