// Goes into the server of the browser tests, whose documents all get one nonce: V8 keeps what it has compiled by nonce,
// and compiled the app anew for each document, a quarter of what pages cost. That they differ: src/proxy.test.ts.
const NONCE = "T25lIG5vbmNlIGZvciBhbGwgZG9jdW1lbnRzIG9mIHRlc3Rz";
const { set } = Headers.prototype;

Headers.prototype.set = function (name, value) {
  set.call(this, name, withOneNonce(name, value));
};

function withOneNonce(name, value) {
  if (name === "content-security-policy") return value.replace(/'nonce-[^']+'/, `'nonce-${NONCE}'`);
  return name === "x-nonce" ? NONCE : value;
}
