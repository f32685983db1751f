// a comment
/* block */ module.exports = { /* in */ a: 1, // end
  b: [ // list
    2, /* two */
  ],
} // no semicolon
