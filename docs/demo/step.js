// A file of scripts/export_onnx.py in the browser: what it says of itself, and the loop over its improvement steps.

let ort = null;

// Open the file at a URL. Throws an Error whose message says what is missing.
export async function open(url) {
  if (!ort) {
    try {
      ort = await import("./vendor/ort.wasm.bundle.min.mjs");
    } catch {
      throw new Error("onnxruntime-web is missing");
    }
    ort.env.wasm.numThreads = 1;  // more threads would need headers that few hosts send
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} is missing`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const description = describe(bytes);
  if (description?.version !== 1) throw new Error(`${url} was not made by this version of scripts/export_onnx.py`);
  return new Step(description, await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"] }));
}

class Step {
  constructor(description, session) {
    this.description = description;
    this.session = session;
  }

  // The states after each improvement step: { signs, probability, halts, seconds }.
  async *improve(question, halt) {
    const { signs, seq_len, vocab_size, halt_max_steps, first_latents } = this.description;
    const tokens = Int32Array.from(question, sign => signs.indexOf(sign));
    let latents = Object.fromEntries(Object.entries(first_latents).map(([name, { positions, channels }]) => {
      const values = Float32Array.from({ length: positions * channels.length }, (_, at) => channels[at % channels.length]);
      return [name, new ort.Tensor("float32", values, [1, positions, channels.length])];
    }));
    const fixed = { inputs: new ort.Tensor("int32", tokens, [1, seq_len]) };
    if (this.session.inputNames.includes("puzzle_identifiers"))
      fixed.puzzle_identifiers = new ort.Tensor("int32", Int32Array.of(0), [1]);
    for (let number = 1; number <= halt_max_steps; number++) {
      const began = performance.now();
      const outputs = await this.session.run({ ...fixed, ...latents });
      latents = Object.fromEntries(Object.keys(latents).map(name => [name, outputs[`next_${name}`]]));
      const q = outputs.q_halt_logits.data[0], other = outputs.q_continue_logits?.data[0] ?? 0;
      const state = {
        signs: likeliest(outputs.logits.data, vocab_size).map(token => signs[token]),
        probability: 1 / (1 + Math.exp(-q)),
        halts: q > other,
        seconds: (performance.now() - began) / 1000,
      };
      yield state;
      if (halt && state.halts) return;
    }
  }
}

// The likeliest token of each position.
function likeliest(logits, size) {
  return Array.from({ length: logits.length / size }, (_, position) => {
    const row = logits.subarray(position * size, (position + 1) * size);
    return row.indexOf(Math.max(...row));
  });
}

// The description in the metadata of an ONNX file, which onnxruntime-web does not hand out. A file is a protobuf message;
// its field 14 holds entries of metadata, each a message with a key (field 1) and a value (field 2).
function describe(bytes) {
  const text = new TextDecoder();
  for (const [field, entry] of fields(bytes)) {
    if (field !== 14) continue;
    const { 1: key, 2: value } = Object.fromEntries(fields(entry));
    if (text.decode(key) === "improvement_step") return JSON.parse(text.decode(value));
  }
  return null;
}

// The fields of a protobuf message: numbers, and the bytes of all others.
function* fields(bytes) {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (!(byte & 128)) return value;
    }
  };
  while (at < bytes.length) {
    const tag = number(), kind = tag % 8;
    if (kind === 0) yield [Math.floor(tag / 8), number()];
    else {
      const length = kind === 2 ? number() : kind === 1 ? 8 : 4;
      yield [Math.floor(tag / 8), bytes.subarray(at, at += length)];
    }
  }
}
