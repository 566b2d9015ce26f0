const { page } = require("./page.js");

exports.render = (data) => page(data, data.content);
