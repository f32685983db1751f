const { Router } = require('express');
const Appointment = require('../models/appointment');

const router = Router();

router.get('/', async (req, res, next) => {
  try {
    res.json(await Appointment.find({ patient: req.query.patient }).sort('at').lean());
  } catch (e) {
    next(e);
  }
});

router.post('/', async (req, res, next) => {
  try {
    res.status(201).json(await Appointment.create(req.body));
  } catch (e) {
    next(e);
  }
});

module.exports = router;
