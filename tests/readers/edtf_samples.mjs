// Prints random EDTF dates that edtf.js generates, one JSON object per line: level, text, first and last day as year, month
// and day, null without a limit.
// Usage: node edtf_samples.mjs NODE_MODULES [COUNT]
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [folder, count = '700'] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${folder}/edtf/package.json`))
const load = name => import(pathToFileURL(require.resolve(name)))

// The generator has no seed: the same numbers every time.
let state = 20251212
Math.random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 4294967296
}

const day = milliseconds => {
  const date = new Date(milliseconds ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? null : [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
}

const { default: edtf } = await load(`${folder}/edtf/index.js`)
const { sample } = await load(`${folder}/edtf/src/sample.js`)
for (const level of [0, 1, 2]) {
  for (const text of sample({ count: Number(count), level })) {
    try {
      const { min, max } = edtf(text)
      console.log(JSON.stringify({ level, text, first: day(min), last: day(max) }))
    } catch {
      // The generator also makes days that do not exist, which its parser refuses.
    }
  }
}
