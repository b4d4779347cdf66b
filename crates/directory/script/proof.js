// A little work instead of a captcha: the number whose SHA-256 together with the form's challenge begins with so many
// zero bits. Written out, because the browser's own digests need one promise each, and a secure page.
(() => {
  const K = new Int32Array(64);
  const START = new Int32Array(8);
  // Roots of the first primes, as FIPS 180-4 defines both tables.
  for (let number = 2, found = 0; found < 64; number += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor += 1) isPrime &&= number % divisor !== 0;
    if (!isPrime) continue;
    const fraction = (root) => ((root - Math.floor(root)) * 0x1_0000_0000) | 0;
    if (found < 8) START[found] = fraction(Math.sqrt(number));
    K[found] = fraction(Math.cbrt(number));
    found += 1;
  }

  const w = new Int32Array(64);
  const turn = (x, by) => (x >>> by) | (x << (32 - by));
  function block(state, bytes, at) {
    for (let i = 0; i < 16; i += 1) {
      const from = at + 4 * i;
      w[i] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15];
      const y = w[i - 2];
      w[i] = w[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0;
      d = c; c = b; b = a; a = (one + two) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
    state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  function firstBits(text) {
    const length = text.length;
    const bytes = new Uint8Array(((length + 8) >> 6 << 6) + 64);
    for (let i = 0; i < length; i += 1) bytes[i] = text.charCodeAt(i);
    bytes[length] = 0x80;
    new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
    const state = START.slice();
    for (let at = 0; at < bytes.length; at += 64) block(state, bytes, at);
    return state[0];
  }

  // In small pieces, so that the page goes on answering.
  const solve = (challenge, difficulty) =>
    new Promise((resolve) => {
      let number = 0;
      const work = () => {
        const until = performance.now() + 25;
        while (performance.now() < until) {
          for (let i = 0; i < 200; i += 1, number += 1) {
            if (Math.clz32(firstBits(`${challenge}.${number}`)) >= difficulty) return resolve(String(number));
          }
        }
        setTimeout(work, 0);
      };
      work();
    });

  // Who comes back to the page by its history finds a form that can be sent.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });

  for (const form of document.querySelectorAll('form[data-difficulty]')) {
    form.addEventListener('submit', async (event) => {
      const { challenge, solution } = form.elements;
      if (solution.value !== '') return;
      event.preventDefault();
      const button = form.querySelector('button');
      if (button.disabled) return;
      button.disabled = true;
      form.querySelector('.working').hidden = false;
      solution.value = await solve(challenge.value, Number(form.dataset.difficulty));
      form.submit();
    });
  }
})();
