// What JSON can hold, as it goes into a file of Keras.

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: Json
}
