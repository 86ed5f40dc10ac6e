// Loaded into the server of the browser tests, whose documents all get one nonce: V8 caches compiled code by nonce,
// and compiling the app for each document took a quarter of a page's cost. src/proxy.test.ts checks that nonces
// differ.
const NONCE = "T25lIG5vbmNlIGZvciBhbGwgZG9jdW1lbnRzIG9mIHRlc3Rz";
const { set } = Headers.prototype;

Headers.prototype.set = function (name, value) {
  set.call(this, name, withOneNonce(name, value));
};

function withOneNonce(name, value) {
  if (name === "content-security-policy") return value.replace(/'nonce-[^']+'/, `'nonce-${NONCE}'`);
  return name === "x-nonce" ? NONCE : value;
}
